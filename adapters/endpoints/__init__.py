"""What adapters for endpoints share: how calls are limited and retried, and how pictures are sent."""
