package main

import (
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/anishathalye/porcupine"
)

// nothing is the value of a register that was never written. The logs hold small numbers only.
const nothing = -1

type registerFunction uint8

const (
	read registerFunction = iota
	write
	cas
)

var registerFunctions = map[string]registerFunction{"read": read, "write": write, "cas": cas}

type registerCall struct {
	f        registerFunction
	from, to int
}

// register is a compare-and-set register. A failed cas has no effect and is not in the history at all.
var register = porcupine.Model{
	Init: func() interface{} { return nothing },
	Step: func(state, input, output interface{}) (bool, interface{}) {
		value, call := state.(int), input.(registerCall)
		switch call.f {
		case read:
			return output.(int) == value, value
		case write:
			return true, call.to
		default:
			if value == call.from {
				return true, call.to
			}
			// Of a cas without an answer nobody knows whether it found its value; one that did not has no effect.
			return output == nil, value
		}
	},
	Hash: func(state interface{}) uint64 { return spread(uint64(state.(int))) },
}

// spread makes neighbours differ in many bits: Porcupine combines the hash of a state with that of a bitset by xor.
func spread(bits uint64) uint64 {
	bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9
	bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb
	return bits ^ (bits >> 31)
}

var etcdLine = regexp.MustCompile(`^INFO\s+jepsen\.util\s+-\s+(\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(.*?)\s*$`)

// readEtcdLog reads the console output of Jepsen's etcd test. Reads without an answer and what failed are left out, as
// on our side; a write or cas without an answer returns after everything else.
func readEtcdLog(content []byte) ([]porcupine.Event, error) {
	var events []porcupine.Event
	open := map[int]int{}
	dropped := map[int]bool{}
	for number, line := range strings.Split(string(content), "\n") {
		parts := etcdLine.FindStringSubmatch(line)
		if parts == nil {
			if strings.Contains(line, "jepsen.util") && strings.Contains(line, ":invoke") {
				return nil, fmt.Errorf("line %d: expected an operation, found %q", number+1, line)
			}
			continue
		}
		process, _ := strconv.Atoi(parts[1])
		kind, f, value := parts[2], parts[3], parts[4]
		if kind == "invoke" {
			if _, busy := open[process]; busy {
				return nil, fmt.Errorf("line %d: process %d has an operation already", number+1, process)
			}
			call, err := registerCallOf(f, value)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", number+1, err)
			}
			open[process] = len(events)
			events = append(events, porcupine.Event{Kind: porcupine.CallEvent, ClientId: process, Value: call, Id: len(events)})
			continue
		}
		call, known := open[process]
		if !known {
			return nil, fmt.Errorf("line %d: process %d completes what it did not invoke", number+1, process)
		}
		switch {
		case kind == "fail":
			dropped[call] = true
		case kind == "info":
			continue
		default:
			output, err := registerOutputOf(f, value)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", number+1, err)
			}
			events = append(events, porcupine.Event{Kind: porcupine.ReturnEvent, ClientId: process, Value: output, Id: events[call].Id})
		}
		delete(open, process)
	}
	for _, call := range inOrder(open) {
		invocation := events[call]
		if invocation.Value.(registerCall).f == read {
			dropped[call] = true
			continue
		}
		events = append(events, porcupine.Event{Kind: porcupine.ReturnEvent, ClientId: invocation.ClientId, Id: invocation.Id})
	}
	return without(events, dropped), nil
}

func registerCallOf(f, value string) (registerCall, error) {
	call := registerCall{f: registerFunctions[f]}
	var err error
	switch call.f {
	case write:
		call.to, err = strconv.Atoi(value)
	case cas:
		_, err = fmt.Sscanf(value, "[%d %d]", &call.from, &call.to)
	}
	return call, err
}

func registerOutputOf(f, value string) (interface{}, error) {
	if f != "read" {
		return 0, nil
	}
	if value == "nil" {
		return nothing, nil
	}
	return strconv.Atoi(value)
}

// inOrder gives the calls by their places: a map has no order, and a benchmark should have one.
func inOrder(open map[int]int) []int {
	var calls []int
	for _, call := range open {
		calls = append(calls, call)
	}
	sort.Ints(calls)
	return calls
}

// without gives the events of the calls that count, each with its own number.
func without(events []porcupine.Event, dropped map[int]bool) []porcupine.Event {
	var kept []porcupine.Event
	for _, event := range events {
		if !dropped[event.Id] {
			kept = append(kept, event)
		}
	}
	return kept
}
