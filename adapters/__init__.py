"""Who answers: local models, baselines, replays; and the strategies that wrap a model. No key is ever seen here."""
