package dev.bantam.benchmark;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The store that the simulation uses. */
class MemoryFarmTest extends LeaseStoreContract {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int number;
  private final MemoryFarm farm = new MemoryFarm(new Moved());

  /** Goes on when the test says so. */
  private final class Moved extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Override
  protected Farmyard farmyard() {
    return new Farmyard(farm, farm, farm);
  }

  @Override
  protected String offer(String agent) {
    farm.offer(agent, "dev_" + agent);
    return "dev_" + agent;
  }

  @Override
  protected String submit(String device) {
    var job = "bmk_" + number++;
    farm.submit(job, device);
    return job;
  }

  @Override
  protected void cancel(String job) {
    farm.cancel(job);
  }

  @Override
  protected void pass(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  protected boolean isQuarantined(String device) {
    return farm.device(device).quarantined();
  }
}
