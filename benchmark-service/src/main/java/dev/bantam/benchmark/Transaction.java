package dev.bantam.benchmark;

import java.util.function.Supplier;

/** Makes several changes one: all of them, or none where one throws. */
public interface Transaction {
  <T> T within(Supplier<T> changes);
}
