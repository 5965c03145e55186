package ui

// Tone is what a colour means. A state is never told by colour alone: a word
// and a shape go with it.
type Tone string

// The tones of a promise or a state. Red means late and nothing else.
const (
	Calm   Tone = ""       // nothing to say about it
	Run    Tone = "run"    // going on
	Kept   Tone = "kept"   // done as promised
	Soon   Tone = "soon"   // three quarters of the time are used
	Late   Tone = "late"   // past its due date
	Paused Tone = "paused" // the clock is stopped
	Wait   Tone = "wait"   // waiting for the resident
	Handed Tone = "handed" // with another body
)

// Tones lists all of them, in the order in which the style guide shows them.
var Tones = []Tone{Run, Kept, Soon, Late, Paused, Wait, Handed}

// icon is the shape that goes with a tone.
func (t Tone) icon() string {
	switch t {
	case Kept:
		return "check"
	case Soon:
		return "hourglass"
	case Late:
		return "flag"
	case Paused:
		return "pause"
	case Wait:
		return "chat"
	case Handed:
		return "swap"
	case Run, Calm:
	}
	return "clock"
}
