package dev.bantam.benchmark.service;

import dev.bantam.kit.KitConfiguration;
import java.time.Duration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** The service as Spring Boot starts it. */
@SpringBootApplication
@Import(KitConfiguration.class)
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
      int largestOutcomeBytes) {}
}
