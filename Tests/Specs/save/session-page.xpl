# A page, a Markdown file and a Jupyter notebook of the session.
# error: saved session.html: 1 cell of this session
# error: saved session.md
# error: saved session.ipynb
load
save "session.html"
save "session.md"
save "session.ipynb"
