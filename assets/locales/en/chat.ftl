# Chat, both sides.
chat-title = Chat
chat-earlier = Earlier messages ({ $n })
chat-nobody = Nobody here yet
chat-nobody-text = When you take a participant in, the chat appears here.
chat-silent = No messages yet
chat-mine = You: { $text }
chat-unread = { $n ->
    [one] { $n } unread message
   *[other] { $n } unread messages
}
chat-participant = Participant
chat-mentor = Mentor
chat-watched = This chat is not secret: the region’s coordinator can see it.
chat-watched-mentor = The region’s coordinator can see this chat, and the participant knows it.
chat-closed = Chat opens with a mentor
chat-closed-text = Enter a mentor’s code and you can write to each other here. Your entries are being kept already.
chat-closed-go = Join a mentor
chat-empty = Write the first message
chat-empty-text = Tell about your plan or ask a question. You can write without network too.
chat-empty-mentor = Say hello and ask what comes first. You can write without network too.
chat-waiting = Will be sent when there is network
chat-delivered = delivered
chat-read = read
chat-refused = not sent, see Me
chat-write = New message
chat-message = Message
chat-placeholder = Message
chat-send = Send
