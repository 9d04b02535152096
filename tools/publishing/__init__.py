"""From notebooks to slides and web pages that need no network and no kernel."""


class PublishError(Exception):
    """A deck or page that cannot be built; the message says what and where."""
