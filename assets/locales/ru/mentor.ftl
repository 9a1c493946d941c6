# mentor
