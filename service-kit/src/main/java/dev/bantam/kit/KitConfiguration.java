package dev.bantam.kit;

import dev.bantam.file.WorkFolders;
import dev.bantam.kit.contract.ContractConfiguration;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.job.JobConfiguration;
import dev.bantam.kit.problem.ProblemConfiguration;
import dev.bantam.kit.token.SecurityConfiguration;
import dev.bantam.kit.web.WebConfiguration;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** All that an application of the platform imports. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KitProperties.class)
@Import({
  ContractConfiguration.class,
  JobConfiguration.class,
  ProblemConfiguration.class,
  SecurityConfiguration.class,
  WebConfiguration.class
})
public class KitConfiguration {
  /** As fine as the database keeps it, so that what is read back equals what was written. */
  @Bean
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }

  @Bean
  Ids ids(Clock clock) {
    return new Ids(clock, new SecureRandom());
  }

  /** Beside the artifacts, so that what fits there fits here. */
  @Bean
  WorkFolders workFolders(KitProperties properties, Clock clock) {
    return new WorkFolders(properties.data().resolve("work"), clock);
  }

  @Bean
  FlywayMigrationStrategy migrations() {
    return new KitMigrations();
  }
}
