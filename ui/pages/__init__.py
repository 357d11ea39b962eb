"""The app's pages, each a thin face over the workspace's verbs."""
