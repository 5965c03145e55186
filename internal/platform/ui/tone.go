package ui

// Tone is what a colour means. A state is never told by colour alone: a word
// and a shape go with it.
type Tone string

// The tones of a promise or a state. Red means late and nothing else.
const (
	Calm   Tone = ""       // nothing to say about it
	Run    Tone = "run"    // going on
	Kept   Tone = "kept"   // done as promised
	Half   Tone = "half"   // half of the time is used
	Soon   Tone = "soon"   // three quarters of the time are used
	Late   Tone = "late"   // past its due date
	Paused Tone = "paused" // the clock is stopped
	Wait   Tone = "wait"   // waiting for the resident
	Handed Tone = "handed" // with another body
)

// Tones lists all of them, in the order in which the style guide shows them.
var Tones = []Tone{Run, Kept, Half, Soon, Late, Paused, Wait, Handed}

// used is the tone of a running clock of whose time such a share is used. It
// alone decides when a promise begins to colour, on every page.
func used(share float64) Tone {
	switch {
	case share >= 0.75:
		return Soon
	case share >= 0.5:
		return Half
	}
	return Run
}

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
	case Run, Half, Calm:
	}
	return "clock"
}
