// Starts as many goroutines as its argument says, and waits for all of them. It prints the same
// lines as crowd.rs, and each goroutine waits at the same gate.
package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	count, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	fmt.Println("started 0")
	fmt.Scanln()
	start := time.Now()
	var gate sync.RWMutex
	var all sync.WaitGroup
	var done uint64
	gate.Lock()
	for index := 0; index < count; index++ {
		all.Add(1)
		go func() {
			defer all.Done()
			gate.RLock()
			defer gate.RUnlock()
			atomic.AddUint64(&done, 1)
		}()
		if (index+1)%1000 == 0 {
			fmt.Println("started", index+1)
		}
	}
	gate.Unlock()
	all.Wait()
	seconds := time.Since(start).Seconds()
	if done == uint64(count) {
		fmt.Println("done", seconds)
	}
	fmt.Scanln()
}
