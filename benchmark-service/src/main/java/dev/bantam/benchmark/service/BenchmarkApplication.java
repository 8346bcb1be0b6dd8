package dev.bantam.benchmark.service;

import dev.bantam.benchmark.Farm;
import dev.bantam.benchmark.Transaction;
import dev.bantam.kit.KitConfiguration;
import dev.bantam.kit.client.ClientConfiguration;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.job.JobKind;
import dev.bantam.kit.job.LeasedJobs;
import dev.bantam.measurement.Measurement;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The service as Spring Boot starts it. */
@SpringBootApplication
@Import({KitConfiguration.class, ClientConfiguration.class})
@EnableConfigurationProperties(BenchmarkApplication.FarmProperties.class)
public class BenchmarkApplication {
  /**
   * The farm's rules.
   *
   * @param lease how long one lasts without a heartbeat
   * @param mostLosses after which a benchmark fails
   * @param failuresToQuarantine in a row, after which a device is taken out
   * @param offlineAfter an agent was not heard of for so long
   * @param noisyAbove spread of the last measurement
   * @param largestOutcomeBytes of a report
   */
  @ConfigurationProperties("bantam.benchmark")
  public record FarmProperties(
      Duration lease,
      int mostLosses,
      int failuresToQuarantine,
      Duration offlineAfter,
      double noisyAbove,
      int largestOutcomeBytes) {
    Farm.Rules rules() {
      return new Farm.Rules(lease, mostLosses, failuresToQuarantine);
    }
  }

  @Bean
  JobKind<BenchmarkRequest, Measurement> benchmark() {
    return BenchmarkController.BENCHMARK;
  }

  @Bean
  Transaction transaction(TransactionTemplate template) {
    return new DatabaseTransaction(template);
  }

  /** Of the database: changes that fail are rolled back. */
  private record DatabaseTransaction(TransactionTemplate template) implements Transaction {
    @Override
    public <T> T within(Supplier<T> changes) {
      return Objects.requireNonNull(template.execute(status -> changes.get()));
    }
  }

  @Bean
  Farm farm(
      StoredLeases leases,
      LeasedJobs jobs,
      Transaction transaction,
      Ids ids,
      JsonMapper json,
      FarmProperties properties) {
    return new Farm(leases, jobs, transaction, ids, json, properties.rules());
  }
}
