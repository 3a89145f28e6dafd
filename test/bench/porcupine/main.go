// Porcupine on the histories of Scrutineer's benchmark, so that both judge the same files on the same machine in the
// same minute.
//
//	porcupine etcd-log ROUNDS FILE...                 judges every file ROUNDS times; the first round is a cold one
//	porcupine fenced-lock TIMEOUT_MS FILE...          judges every file once, unless its time is over first
//	porcupine version
//
// It prints one JSON object. Times are of judging alone: what Porcupine itself prepares is in them, reading is not.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"

	"github.com/anishathalye/porcupine"
)

// judged is one file, judged once.
type judged struct {
	File    string `json:"file"`
	Verdict string `json:"verdict"`
	Lap     lap    `json:"lap"`
}

// lap is what something took, in microseconds.
type lap struct {
	Clock float64 `json:"clockUs"`
	// Processor time of all threads.
	Processor float64 `json:"processorUs"`
}

type report struct {
	// Porcupine is the version of its module.
	Porcupine string     `json:"porcupine"`
	Go        string     `json:"go"`
	Rounds    [][]judged `json:"rounds,omitempty"`
}

type history struct {
	file   string
	events []porcupine.Event
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "version" {
		emit(nil)
		return
	}
	if len(os.Args) < 4 {
		fail(fmt.Errorf("usage: %s etcd-log ROUNDS FILE... | fenced-lock TIMEOUT_MS FILE...", filepath.Base(os.Args[0])))
	}
	// One thread, as ours.
	runtime.GOMAXPROCS(1)
	number, err := strconv.Atoi(os.Args[2])
	if err != nil || number < 1 {
		fail(fmt.Errorf("expected a positive integer, found %q", os.Args[2]))
	}
	var rounds [][]judged
	switch os.Args[1] {
	case "etcd-log":
		rounds = judge(load(os.Args[3:], readEtcdLog), register, number, 0)
	case "fenced-lock":
		rounds = judge(load(os.Args[3:], readFencedLock), fencedLock, 1, time.Duration(number)*time.Millisecond)
	default:
		fail(fmt.Errorf("expected etcd-log or fenced-lock, found %q", os.Args[1]))
	}
	emit(rounds)
}

func emit(rounds [][]judged) {
	output := report{Porcupine: moduleVersion(), Go: runtime.Version(), Rounds: rounds}
	if err := json.NewEncoder(os.Stdout).Encode(output); err != nil {
		fail(err)
	}
}

func load(files []string, parse func(content []byte) ([]porcupine.Event, error)) []history {
	var histories []history
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			fail(err)
		}
		events, err := parse(content)
		if err != nil {
			fail(fmt.Errorf("%s: %w", file, err))
		}
		histories = append(histories, history{file: filepath.Base(file), events: events})
	}
	return histories
}

// judge judges all histories, round after round. A timeout of 0 is none.
func judge(histories []history, model porcupine.Model, count int, timeout time.Duration) [][]judged {
	// What reading left behind is not to be collected on the clock of the first round.
	runtime.GC()
	rounds := make([][]judged, count)
	for round := range rounds {
		for _, history := range histories {
			start, processorStart := time.Now(), processorUs()
			result := porcupine.CheckEventsTimeout(model, history.events, timeout)
			taken := lap{Clock: float64(time.Since(start).Nanoseconds()) / 1e3, Processor: processorUs() - processorStart}
			rounds[round] = append(rounds[round], judged{
				File:    history.file,
				Verdict: verdicts[result],
				Lap:     taken,
			})
		}
	}
	return rounds
}

// processorUs is the processor time of this process so far, in microseconds.
func processorUs() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		fail(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e3
}

var verdicts = map[porcupine.CheckResult]string{
	porcupine.Ok:      "linearizable",
	porcupine.Illegal: "not-linearizable",
	porcupine.Unknown: "unknown",
}

func moduleVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, module := range info.Deps {
		if module.Path == "github.com/anishathalye/porcupine" {
			return module.Version
		}
	}
	return "unknown"
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
