package dev.bantam.benchmark.service;

import dev.bantam.benchmark.Farm;
import dev.bantam.benchmark.Lease;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks for leases whose time is over, all the time that the service runs. */
@Component
class LeaseSweeper implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseSweeper.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Farm farm;
  private final Counter lost;
  private volatile boolean running;
  private volatile Thread thread = Thread.currentThread();

  LeaseSweeper(Farm farm, MeterRegistry meters) {
    this.farm = farm;
    this.lost =
        Counter.builder("bantam.leases.lost")
            .description("Leases whose agent was not heard of in time")
            .register(meters);
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofVirtual().name("lease sweeper").start(this::sweep);
  }

  private void sweep() {
    while (running) {
      try {
        Thread.sleep(PAUSE);
        farm.sweep().forEach(this::note);
      } catch (InterruptedException e) {
        return;
      } catch (DataAccessException | TransactionException e) {
        LOG.warn("leases could not be swept, once more", e);
      }
    }
  }

  private void note(Lease lease) {
    LOG.warn(
        "lease {} of benchmark {} on device {} was lost", lease.id(), lease.job(), lease.device());
    lost.increment();
  }

  @Override
  public void stop() {
    running = false;
    thread.interrupt();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
