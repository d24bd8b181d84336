"""The board pack: a frozen tree of what it says, and what writes it as page, PDF and Word file.

`contents` is the tree, `building` makes it from a publication, `blocks` puts it in the order of a
paper, `pdf` and `word` write that order. The pages' templates read the tree itself.
"""
