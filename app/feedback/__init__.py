"""What visitors ask and think of the answers, for who keeps the texts. Off unless a place for it is set.

    answer ─ entry (what may be known of it) ─ masking ─ store (SQLAlchemy) ─┬─ export (CSV, JSON)
                                                                             └─ insights ─ report (Markdown, HTML)

Kept of every answer: the day, the language, how it ended, and which places it cited. Words of the visitor only where
the visitor agreed, and then with personal data masked.
"""
