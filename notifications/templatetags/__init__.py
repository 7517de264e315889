"""What pages of other apps say of mail."""
