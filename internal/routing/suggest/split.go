package suggest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
)

// folds is into how many parts the texts are dealt; a model is examined on a
// part it has not seen. Each part is dealt again into as many, so that a
// threshold can be found on some and tried on another.
const folds = 5

// deck is the texts of a training, dealt.
type deck struct {
	material
	names   []string // of the subjects, sorted
	fold    []int32  // of each text; taught ones have none: -1
	second  []int32
	story   []int32
	stories int
}

// The answers to texts that cannot be learned from.
var (
	ErrTooFew  = errors.New("fewer than two subjects have a text")
	ErrTooMany = fmt.Errorf("more than %d subjects; is the text taken for the subject?", mostSubjects)
)

// deal puts each story of each subject into one part, as evenly as it goes.
func deal(examples []Example, o Options) (*deck, error) {
	d := &deck{}
	for _, e := range examples {
		d.names = append(d.names, e.Subject)
	}
	slices.Sort(d.names)
	d.names = slices.Compact(d.names)
	if d.subjects = len(d.names); d.subjects > mostSubjects {
		return nil, ErrTooMany
	}
	stories := make([]map[string][]int32, d.subjects)
	for _, e := range examples {
		d.add(e, stories)
	}
	d.dealOut(stories, o.Seed)
	for _, e := range o.Taught {
		d.teach(e)
	}
	if d.subjects < 2 || len(d.texts) == 0 {
		return nil, ErrTooFew
	}
	return d, nil
}

func (d *deck) add(e Example, stories []map[string][]int32) {
	text := plain(e.Text)
	if text == "" {
		return
	}
	i, _ := slices.BinarySearch(d.names, e.Subject)
	story := e.Story
	if story == "" {
		story = text
	}
	if stories[i] == nil {
		stories[i] = map[string][]int32{}
	}
	stories[i][story] = append(stories[i][story], int32(len(d.texts)))
	d.texts, d.subject = append(d.texts, text), append(d.subject, int32(i))
}

// dealOut deals story by story. A text that two subjects have goes where it was
// dealt first.
func (d *deck) dealOut(stories []map[string][]int32, seed uint64) {
	d.fold, d.second, d.story = make([]int32, len(d.texts)), make([]int32, len(d.texts)), make([]int32, len(d.texts))
	dice := rand.New(rand.NewPCG(seed, 0x6465616c))
	dealt := map[string][2]int32{}
	for subject := range stories {
		all := make([]string, 0, len(stories[subject]))
		for story := range stories[subject] {
			all = append(all, story)
		}
		slices.Sort(all)
		dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for n, story := range all {
			part, known := dealt[story]
			if !known { // the first part of all is examined when texts are many: it comes last
				part = [2]int32{int32((n + 1) % folds), int32((n/folds + subject) % folds)}
				dealt[story] = part
			}
			for _, i := range stories[subject][story] {
				d.fold[i], d.second[i], d.story[i] = part[0], part[1], int32(d.stories)
			}
			d.stories++
		}
	}
}

func (d *deck) teach(e Example) {
	i, known := slices.BinarySearch(d.names, e.Subject)
	text := plain(e.Text)
	if !known || text == "" {
		return
	}
	d.texts, d.subject = append(d.texts, text), append(d.subject, int32(i))
	d.fold, d.second = append(d.fold, -1), append(d.second, -1)
}

// without lists the texts that are not in a part, and those that are. Part -2
// is none.
func (d *deck) without(fold int32) (learn, examine []int32) {
	for i, f := range d.fold {
		if f == fold {
			examine = append(examine, int32(i))
		} else {
			learn = append(learn, int32(i))
		}
	}
	return learn, examine
}
