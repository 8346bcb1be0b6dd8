package dev.bantam.kit.problem;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the parts of this package together. */
@Configuration(proxyBeanMethods = false)
public class ProblemConfiguration {
  @Bean
  Problems problems() {
    return new Problems();
  }

  @Bean
  ProblemCatalogueController problemCatalogue() {
    return new ProblemCatalogueController();
  }
}
