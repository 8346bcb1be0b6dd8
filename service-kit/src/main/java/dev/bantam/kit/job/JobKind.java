package dev.bantam.kit.job;

import java.util.List;

/**
 * A kind of work.
 *
 * @param name as clients read it: {@code quantization}
 * @param prefix of its identifiers: {@code qnt}
 * @param collection the last part of its address: {@code quantizations}
 * @param stages that it goes through, in order, as far as they are known before
 * @param leased whether the work is done by others, who take it by lease, and not by this service
 * @param request what is asked for, as a record that JSON is read into; its {@code model}, where it
 *     has one, is what jobs are found by
 * @param result what comes of it, as a record that is written as JSON
 */
public record JobKind<R, T>(
    String name,
    String prefix,
    String collection,
    List<String> stages,
    boolean leased,
    Class<R> request,
    Class<T> result) {
  public JobKind {
    stages = List.copyOf(stages);
  }

  /** Work that the service does itself. */
  public JobKind(
      String name,
      String prefix,
      String collection,
      List<String> stages,
      Class<R> request,
      Class<T> result) {
    this(name, prefix, collection, stages, false, request, result);
  }

  /** Work that others take by lease: see {@link LeasedJobs}. */
  public static <R, T> JobKind<R, T> leased(
      String name,
      String prefix,
      String collection,
      List<String> stages,
      Class<R> request,
      Class<T> result) {
    return new JobKind<>(name, prefix, collection, stages, true, request, result);
  }

  /** Where its jobs are. */
  public String address() {
    return "/api/v1/" + collection;
  }

  public String address(String id) {
    return address() + "/" + id;
  }
}
