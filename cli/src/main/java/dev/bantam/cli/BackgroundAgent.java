package dev.bantam.cli;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * An agent in this process. Work that needs it is given up when the agent ends, for nobody would do
 * its part of it.
 */
final class BackgroundAgent implements AutoCloseable {
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Thread thread;

  BackgroundAgent(Runnable agent) {
    thread = Thread.ofVirtual().name("agent").start(() -> run(agent));
  }

  private void run(Runnable agent) {
    try {
      agent.run();
      end.completeExceptionally(
          new BantamException(ErrorCode.UNAVAILABLE, "the agent of this machine: has ended"));
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  /** Does work for which the agent must be there; fails as the agent does, if that ends first. */
  <T> T during(Callable<T> work) throws Exception {
    var outcome = new CompletableFuture<T>();
    var worker = Thread.ofVirtual().name("work").start(() -> complete(outcome, work));
    var _ = end.whenComplete((none, failure) -> outcome.completeExceptionally(failure));
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) throw cause;
      throw e;
    } finally {
      worker.interrupt();
    }
  }

  private static <T> void complete(CompletableFuture<T> outcome, Callable<T> work) {
    try {
      outcome.complete(work.call());
    } catch (Exception | Error e) {
      outcome.completeExceptionally(e);
    }
  }

  /** Work that goes on meanwhile is interrupted, too: it was nobody's failure. */
  @Override
  public void close() {
    end.completeExceptionally(new InterruptedException("the agent was stopped"));
    thread.interrupt();
  }
}
