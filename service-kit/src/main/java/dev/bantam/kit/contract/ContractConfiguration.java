package dev.bantam.kit.contract;

import dev.bantam.kit.job.JobHandler;
import dev.bantam.kit.job.JobKind;
import io.swagger.v3.core.converter.ModelConverter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Puts the parts of the contract together. */
@Configuration(proxyBeanMethods = false)
public class ContractConfiguration {
  @Bean
  ModelConverter recordSchemas() {
    return new RecordSchemas();
  }

  /** Of the kinds that handlers do, and of those that others take by lease. */
  @Bean
  @Order(0)
  OpenApiCustomizer jobSchemas(List<JobHandler<?, ?>> handlers, List<JobKind<?, ?>> leased) {
    var kinds = new ArrayList<JobKind<?, ?>>(leased);
    handlers.forEach(handler -> kinds.add(handler.kind()));
    kinds.sort(Comparator.comparing(JobKind::name));
    return new JobSchemas(kinds);
  }

  @Bean
  GlobalOperationCustomizer answerStatuses() {
    return new AnswerStatuses();
  }

  /** After the jobs' own, which tell streams from other reads. */
  @Bean
  @Order
  OpenApiCustomizer sharedAnswers() {
    return new SharedAnswers();
  }
}
