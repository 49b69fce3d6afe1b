"""`openai:`: any endpoint that speaks the OpenAI chat-completions protocol, hosted or local."""

from mmbench.adapters.openai.model import OpenAIModel

__all__ = ["OpenAIModel"]
