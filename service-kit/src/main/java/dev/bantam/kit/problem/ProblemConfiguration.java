package dev.bantam.kit.problem;

import jakarta.validation.Validator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Puts the parts of this package together. */
@Configuration(proxyBeanMethods = false)
public class ProblemConfiguration {
  @Bean
  Problems problems(JsonMapper json, Validator validator) {
    return new Problems(json, validator);
  }

  @Bean
  ServerErrors serverErrors() {
    return new ServerErrors();
  }

  @Bean
  ProblemCatalogueController problemCatalogue() {
    return new ProblemCatalogueController();
  }
}
