"""Files that must come in, and files that must not, each made when it is asked for.

No file of the corpus lies in the repository, and no hostile one does any harm: where a real one
would start a program or call an address, these name a sample that is not there.
"""

from tests.collaborative.corpus.excel import EXCEL
from tests.collaborative.corpus.names import NAMES
from tests.collaborative.corpus.pdfs import PDFS
from tests.collaborative.corpus.pictures import PICTURES
from tests.collaborative.corpus.word import WORD_FILES

CASES = (*NAMES, *PDFS, *WORD_FILES, *EXCEL, *PICTURES)
