package dev.bantam.kit.test.sample;

import dev.bantam.kit.KitConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

@SpringBootApplication
@Import(KitConfiguration.class)
public class SampleApplication {}
