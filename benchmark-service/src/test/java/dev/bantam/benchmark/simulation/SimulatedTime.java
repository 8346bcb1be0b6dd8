package dev.bantam.benchmark.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that take turns in simulated time: one runs, all others wait, and time goes on only when
 * all of them do. So real code that sleeps and starts threads runs the same way each time, and
 * hours of it in milliseconds.
 */
final class SimulatedTime {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
  private final List<Machine> machines = new ArrayList<>();
  private final Semaphore loop = new Semaphore(0);
  private Instant now = BEGIN;
  private long number;
  private @Nullable Turn current;
  private @Nullable Throwable failure;

  private record Event(Instant at, long number, boolean ofThread, Runnable action) {}

  /** A thread that waits for its turn. */
  private record Turn(Machine machine, Semaphore begun) {}

  /** What threads run on; they pause, and die, together. */
  final class Machine {
    private Instant pausedUntil = BEGIN;
    private boolean dead;

    /** None of its threads runs before then. */
    void pause(Duration duration) {
      pausedUntil = now.plus(duration);
    }

    /** Its threads end where they are, and run no line more. */
    void kill() {
      dead = true;
    }

    boolean isDead() {
      return dead;
    }

    /** Starts a thread; it runs once the caller waits. */
    Thread start(String name, Runnable work) {
      var turn = new Turn(this, new Semaphore(0));
      var thread = Thread.ofVirtual().name(name).start(() -> run(turn, work));
      add(now, true, () -> resume(turn));
      return thread;
    }
  }

  /** Ends a thread as losing its power would: nothing that it would still do gets anywhere. */
  private static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  Machine machine() {
    var machine = new Machine();
    machines.add(machine);
    return machine;
  }

  Instant now() {
    return now;
  }

  Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }
    };
  }

  /** Does something later, on no machine. */
  void after(Duration delay, Runnable action) {
    add(now.plus(delay), false, action);
  }

  private void add(Instant at, boolean ofThread, Runnable action) {
    events.add(new Event(at, number++, ofThread, action));
  }

  /** Lets the thread that calls wait; others run meanwhile. */
  void sleep(Duration duration) throws InterruptedException {
    var turn = current;
    if (turn == null) throw new IllegalStateException("only a thread of a machine can wait");
    if (turn.machine.dead) throw new PowerCut();
    if (Thread.interrupted()) throw new InterruptedException();
    add(now.plus(duration), true, () -> resume(turn));
    loop.release();
    turn.begun.acquireUninterruptibly();
    if (turn.machine.dead) throw new PowerCut();
    if (Thread.interrupted()) throw new InterruptedException();
  }

  /**
   * Lets time pass until something is the case, or nothing more happens.
   *
   * @return whether it is the case
   */
  boolean runUntil(BooleanSupplier reached) {
    var result = new AtomicBoolean();
    var problem = new AtomicReference<@Nullable Throwable>();
    // Turns pass from virtual thread to virtual thread without the system's help.
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    boolean more = true;
                    while (more && !reached.getAsBoolean()) more = step();
                    result.set(more);
                  } catch (Throwable e) {
                    problem.set(e);
                  } finally {
                    end();
                  }
                });
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (problem.get() != null) throw new AssertionError("at " + now, problem.get());
    return result.get();
  }

  private boolean step() {
    var event = events.poll();
    if (event == null) return false;
    now = event.at();
    event.action().run();
    if (failure != null) throw new AssertionError("a thread failed", failure);
    return true;
  }

  /** Kills all machines and waits until no thread is left. */
  private void end() {
    machines.forEach(Machine::kill);
    while (!events.isEmpty()) {
      var event = events.remove();
      if (event.ofThread()) event.action().run();
    }
  }

  private void resume(Turn turn) {
    if (!turn.machine.dead && turn.machine.pausedUntil.isAfter(now)) {
      add(turn.machine.pausedUntil, true, () -> resume(turn));
      return;
    }
    current = turn;
    turn.begun.release();
    loop.acquireUninterruptibly();
    current = null;
  }

  private void run(Turn turn, Runnable work) {
    turn.begun.acquireUninterruptibly();
    try {
      if (!turn.machine.dead) work.run();
    } catch (PowerCut end) {
      // as it should
    } catch (Throwable e) {
      failure = e;
    } finally {
      loop.release();
    }
  }
}
