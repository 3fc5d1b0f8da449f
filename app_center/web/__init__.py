"""The pages: who may see them, how they are drawn, and the views of each area."""
