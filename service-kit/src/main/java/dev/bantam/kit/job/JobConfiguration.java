package dev.bantam.kit.job;

import dev.bantam.kit.KitProperties;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.web.Idempotency;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Puts the parts of the job system together. */
@Configuration(proxyBeanMethods = false)
public class JobConfiguration {
  @Bean
  JobStore jobStore(JdbcClient database, Clock clock) {
    return new JobStore(database, clock);
  }

  @Bean
  JobReads jobReads(JdbcClient database) {
    return new JobReads(database);
  }

  @Bean
  JobRunner jobRunner(
      JobStore store,
      JobReads reads,
      List<JobHandler<?, ?>> handlers,
      KitProperties properties,
      JsonMapper json,
      Clock clock,
      JobMeters meters) {
    return new JobRunner(store, reads, handlers, properties.jobs(), json, clock, meters);
  }

  @Bean
  WakeUps wakeUps(DataSource database, KitProperties properties, Clock clock, JobRunner runner) {
    return new WakeUps(database, properties.jobs(), clock, runner::wake);
  }

  @Bean
  Jobs jobs(
      JobStore store,
      JobReads reads,
      WakeUps wakeUps,
      JobMeters meters,
      TransactionTemplate transaction,
      Ids ids,
      JsonMapper json,
      KitProperties properties) {
    return new Jobs(
        store, reads, wakeUps, meters, transaction, ids, json, properties.jobs().queuedPerToken());
  }

  @Bean
  LeasedJobs leasedJobs(JobStore store, JobReads reads, JobMeters meters, Clock clock) {
    return new StoredLeasedJobs(store, reads, meters, clock);
  }

  @Bean
  JobMeters jobMeters(MeterRegistry registry) {
    return new JobMeters(registry);
  }

  @Bean
  EventStream eventStream(Clock clock, Stopping stopping) {
    return new EventStream(clock, stopping.begun()::get);
  }

  @Bean
  JobEndpoints jobEndpoints(
      Jobs jobs, Idempotency idempotency, EventStream stream, JsonMapper json) {
    return new JobEndpoints(jobs, idempotency, stream, json);
  }

  /** Streams and jobs would hold up a stop in good order, so both learn of it first. */
  @Bean
  Stopping stopping(JobRunner runner) {
    return new Stopping(runner, new AtomicBoolean());
  }

  record Stopping(JobRunner runner, AtomicBoolean begun)
      implements ApplicationListener<ContextClosedEvent> {
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
      begun.set(true);
      runner.stop();
    }
  }

  @Bean
  MeterBinder queueMeters(JobReads reads, EventStream stream, Clock clock) {
    return registry -> {
      Gauge.builder("bantam.jobs.queued", reads, it -> it.load().queued())
          .description("Jobs that wait")
          .register(registry);
      Gauge.builder("bantam.jobs.running", reads, it -> it.load().running())
          .description("Jobs that run, in all processes of the service")
          .register(registry);
      Gauge.builder("bantam.jobs.queue.age", reads, it -> age(it, clock))
          .description("How long the oldest job has been waiting")
          .baseUnit("seconds")
          .register(registry);
      Gauge.builder("bantam.streams.open", stream, EventStream::open)
          .description("Clients that listen to events")
          .register(registry);
    };
  }

  private static double age(JobReads reads, Clock clock) {
    var oldest = reads.load().oldest();
    return oldest == null ? 0 : Duration.between(oldest, clock.instant()).toMillis() / 1000.0;
  }
}
