"""An app that exists in tests/config/test_money.py alone: money beside the naive fields that get it wrong."""
