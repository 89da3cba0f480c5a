from .. import init_value as from_parent
from . import init_value as from_package
from ..other import listed as from_sibling
where = __package__
