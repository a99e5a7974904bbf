"""What is told, when it is tried again, whom we may call, and how a message is signed."""
