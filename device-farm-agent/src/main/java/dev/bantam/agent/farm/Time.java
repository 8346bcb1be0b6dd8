package dev.bantam.agent.farm;

import java.time.Duration;

/** Time and threads, as an agent has them from outside: a simulation owns both. */
public interface Time {
  /** Those of this machine. */
  Time OF_THIS_MACHINE =
      new Time() {
        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }

        @Override
        public Thread start(String name, Runnable work) {
          return Thread.ofVirtual().name(name).start(work);
        }
      };

  /** Lets the thread that calls wait. */
  void sleep(Duration duration) throws InterruptedException;

  /** Starts a thread beside the one that calls. */
  Thread start(String name, Runnable work);
}
