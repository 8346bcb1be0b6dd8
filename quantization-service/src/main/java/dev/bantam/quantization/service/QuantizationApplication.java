package dev.bantam.quantization.service;

import dev.bantam.kit.KitConfiguration;
import dev.bantam.kit.variant.VariantConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The service as Spring Boot starts it. */
@SpringBootApplication
@Import({KitConfiguration.class, VariantConfiguration.class})
public class QuantizationApplication {}
