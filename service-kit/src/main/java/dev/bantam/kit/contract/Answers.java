package dev.bantam.kit.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The statuses of an endpoint's good answers, where it is not 200 alone: a method that gives a
 * {@code ResponseEntity} says them nowhere else. The tests of the services compare.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Answers {
  int[] value();

  /** The media type, where it is not JSON. */
  String as() default "";
}
