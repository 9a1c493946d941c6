use super::*;

#[test]
fn the_pack_that_ships_is_valid() {
    let pack = Pack::shipped().unwrap();
    assert_eq!(pack.tracks.len(), 7);
}
