"""The listener: reads every event, keeps the ledger of messages, sends them."""
