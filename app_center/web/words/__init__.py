"""What the pages say, in both languages, one module an area.

A template takes its words from `w`, those of the frame from `f`.
"""

from app_center.web.words.frame import FRAME as FRAME
