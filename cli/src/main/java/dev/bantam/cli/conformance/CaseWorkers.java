package dev.bantam.cli.conformance;

import dev.bantam.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A few processes that work off cases. */
public final class CaseWorkers implements AutoCloseable {
  private final String device;
  private final int count;
  private final Duration timeout;
  private final List<WorkerProcess> alive = new ArrayList<>();

  public CaseWorkers(String device, int count, Duration timeout) {
    this.device = device;
    this.count = count;
    this.timeout = timeout;
  }

  /** Runs all cases; {@code listener} hears of each as it ends, from one thread at a time. */
  public void run(List<Path> cases, BiConsumer<Path, Outcome> listener)
      throws InterruptedException, IOException {
    var left = new ArrayDeque<>(cases);
    try (var threads = Executors.newFixedThreadPool(Math.max(1, count))) {
      var work = new ArrayList<Future<?>>();
      for (int i = 0; i < count; i++) {
        work.add(threads.submit(() -> workOff(left, listener)));
      }
      for (var part : work) part.get();
    } catch (ExecutionException e) {
      throw new IOException("a worker cannot be kept: " + e.getCause(), e);
    }
  }

  private @Nullable Void workOff(Queue<Path> left, BiConsumer<Path, Outcome> listener)
      throws IOException, InterruptedException {
    WorkerProcess process = start();
    for (var next = take(left); next != null; next = take(left)) {
      var outcome = process.run(next, timeout);
      synchronized (listener) {
        listener.accept(next, outcome);
      }
      if (!process.isAlive()) {
        process.close();
        process = start();
      }
    }
    process.close();
    return null;
  }

  private static @Nullable Path take(Queue<Path> left) {
    synchronized (left) {
      return left.poll();
    }
  }

  private WorkerProcess start() throws IOException {
    var process = new WorkerProcess(device);
    synchronized (alive) {
      alive.removeIf(other -> !other.isAlive());
      alive.add(process);
    }
    return process;
  }

  @Override
  public void close() {
    synchronized (alive) {
      alive.forEach(WorkerProcess::close);
    }
  }
}
