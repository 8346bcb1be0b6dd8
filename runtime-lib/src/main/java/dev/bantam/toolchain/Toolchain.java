package dev.bantam.toolchain;

import static java.util.stream.Collectors.toCollection;

import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Makes machine code of C text with the bundled clang and lld, and remembers it on disk.
 *
 * <p>Safe for any number of threads and processes at a time, and for the cache being deleted at any
 * moment: the next build makes again what is missing.
 */
public final class Toolchain {
  /**
   * What every text is compiled with. The language is C with integers that wrap, memory that may
   * hold different types one after the other, and multiplications and additions that are fused only
   * where the text says so.
   */
  private static final List<String> C =
      List.of(
          "-x",
          "c",
          "-std=c17",
          "-O3",
          "-ffreestanding",
          "-nostdlibinc",
          "-fno-math-errno",
          "-ffp-contract=off",
          "-fno-stack-protector",
          "-fwrapv",
          "-fno-strict-aliasing",
          "-fno-asynchronous-unwind-tables",
          "-Wall",
          "-Wno-unused",
          // A program may well compare a value with itself: that is how a NaN is found.
          "-Wno-tautological-compare",
          "-Wno-psabi",
          "-Werror");

  /**
   * A library may be loaded anywhere; a program for a bare processor leaves out what it never
   * calls.
   */
  private static final List<String> SHARED = List.of("-fPIC");

  private static final List<String> BARE = List.of("-ffunction-sections", "-fdata-sections");

  private static final int ATTEMPTS = 3;

  /**
   * What is made.
   *
   * @param common texts that many products have: each is compiled once, and kept
   * @param script for the linker, if it is a program for a bare processor
   */
  private record Product(
      List<String> sources,
      List<String> common,
      Architecture architecture,
      Optional<String> script) {
    List<String> options() {
      return script.isEmpty() ? SHARED : BARE;
    }

    String suffix() {
      if (script.isPresent()) return ".elf";
      if (architecture.isDarwin()) return ".dylib";
      return architecture.isWindows() ? ".dll" : ".so";
    }
  }

  private final Path folder;
  private final Limits limits;
  private final Scratch scratch;
  private final BuildCache cache;
  private final BuildPlatform platform;

  /** A toolchain that keeps the compiler and its results below {@code folder}. */
  public Toolchain(Path folder, Limits limits, InstantSource clock) {
    this.folder = folder.toAbsolutePath();
    this.limits = limits;
    this.scratch = new Scratch(this.folder, clock);
    this.cache = new BuildCache(this.folder.resolve("built"), limits.cacheBytes(), clock);
    this.platform = BuildPlatform.current();
  }

  /** The toolchain with this user's cache: see {@link CacheFolder}. */
  public static Toolchain clang() {
    return new Toolchain(CacheFolder.ofThisUser(), Limits.ofThisMachine(), InstantSource.system());
  }

  /**
   * A shared library of {@code sources}, from the cache or made now: one compiler process per text,
   * as many at a time as the limits allow, and one link. What the texts leave undefined is bound
   * when the library is loaded.
   *
   * @return a file that nobody will write to; it may be deleted by anybody at any time, so load it
   *     at once and ask again if it is gone
   */
  public Path sharedLibrary(List<String> sources, Architecture architecture) {
    return made(new Product(sources, List.of(), architecture, Optional.empty()));
  }

  /**
   * A program of {@code sources} for a processor without an operating system, in the same way. All
   * that the texts call has to be in them.
   *
   * @param common texts that other programs have too: they are compiled once, and kept
   * @param linkerScript says what lies where
   */
  public Path program(
      List<String> sources, List<String> common, Architecture architecture, String linkerScript) {
    return made(new Product(sources, common, architecture, Optional.of(linkerScript)));
  }

  private Path made(Product product) {
    if (product.sources().isEmpty()) throw new IllegalArgumentException("there is no source");
    for (int attempt = 1; ; attempt++) {
      try {
        return cached(product);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw ToolchainException.unavailable(
              e, "%s: cannot build there (%s), must be a folder that can be written to", folder, e);
        }
      }
    }
  }

  private Path cached(Product product) throws IOException {
    var llvm = BundledLlvm.in(folder, platform, scratch);
    var key = keyOf(llvm, product);
    var found = cache.find(key);
    if (found.isPresent()) return found.get();
    var work = scratch.folder();
    try {
      var made = build(llvm, product, work);
      var published = cache.publish(key, made, product.suffix());
      cache.evict();
      scratch.sweep();
      return published;
    } catch (ToolchainException e) {
      // what was deleted under a compiler makes it fail in many ways
      boolean undisturbed = llvm.isComplete() && Files.isRegularFile(work.resolve(textName(0)));
      if (undisturbed || e.code() == ErrorCode.CANCELLED) throw e;
      throw new IOException("the files of the build were deleted while it ran", e);
    } finally {
      Scratch.delete(work);
    }
  }

  private static String keyOf(BundledLlvm llvm, Product product) {
    var architecture = product.architecture();
    var parts = new ArrayList<String>();
    parts.add(llvm.version());
    parts.addAll(C);
    parts.addAll(product.options());
    parts.add(architecture.triple());
    parts.addAll(architecture.options());
    parts.add(product.script().orElse("shared"));
    parts.add("sources");
    parts.addAll(product.sources());
    parts.add("common");
    parts.addAll(product.common());
    return BuildCache.key(parts);
  }

  private Path build(BundledLlvm llvm, Product product, Path work) throws IOException {
    var sources = product.sources();
    var command = new Command(limits);
    var objects =
        IntStream.range(0, sources.size())
            .mapToObj(Toolchain::objectName)
            .collect(toCollection(ArrayList::new));
    try (var executor =
        Executors.newFixedThreadPool(Math.min(limits.processes(), sources.size()))) {
      var compilations = new ArrayList<Future<?>>();
      for (int i = 0; i < sources.size(); i++) {
        Files.writeString(work.resolve(textName(i)), sources.get(i));
        var words = compileWords(llvm, product, textName(i), objects.get(i));
        var log = "%d.log".formatted(i);
        compilations.add(
            executor.submit(
                () -> {
                  command.run(work, words, log);
                  return null;
                }));
      }
      await(compilations, executor::shutdownNow);
    }
    for (var text : product.common()) {
      objects.add(commonObject(llvm, product, text, work, objects.size()).toString());
    }
    var made = "made" + product.suffix();
    if (product.script().isPresent()) {
      Files.writeString(work.resolve(SCRIPT), product.script().get());
    }
    command.run(work, linkWords(llvm, product, objects, made), "link.log");
    return work.resolve(made);
  }

  /** The object of a text that is in many products, from the cache or made now. */
  private Path commonObject(BundledLlvm llvm, Product product, String text, Path work, int number)
      throws IOException {
    var alone =
        new Product(List.of(text), List.of(), product.architecture(), Optional.of("object"));
    var key = keyOf(llvm, alone);
    var found = cache.find(key);
    if (found.isPresent()) return found.get();
    Files.writeString(work.resolve(textName(number)), text);
    var words = compileWords(llvm, product, textName(number), objectName(number));
    new Command(limits).run(work, words, "%d.log".formatted(number));
    return cache.publish(key, work.resolve(objectName(number)), ".o");
  }

  private static final String SCRIPT = "script.ld";

  private static String objectName(int i) {
    return "%d.o".formatted(i);
  }

  private static String textName(int i) {
    return "source%d.c".formatted(i);
  }

  private static void await(List<Future<?>> compilations, Runnable stop) throws IOException {
    try {
      for (var compilation : compilations) compilation.get();
    } catch (ExecutionException e) {
      stop.run();
      if (e.getCause() instanceof IOException cause) throw cause;
      if (e.getCause() instanceof ToolchainException cause) throw cause;
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      stop.run();
      Thread.currentThread().interrupt();
      throw ToolchainException.cancelled("clang: stopped, because this thread was interrupted");
    }
  }

  private static List<String> compileWords(
      BundledLlvm llvm, Product product, String text, String object) {
    var words = new ArrayList<String>();
    words.add(llvm.clang().toString());
    words.add("--target=" + product.architecture().triple());
    words.addAll(C);
    words.addAll(product.options());
    words.addAll(product.architecture().options());
    words.addAll(List.of("-c", text, "-o", object));
    return words;
  }

  private static List<String> linkWords(
      BundledLlvm llvm, Product product, List<String> objects, String made) {
    var architecture = product.architecture();
    var words = new ArrayList<String>();
    words.add(llvm.lld().toString());
    if (product.script().isPresent()) {
      words.addAll(List.of("-flavor", "gnu", "-static", "--gc-sections", "--build-id=none"));
      words.addAll(List.of("-T", SCRIPT, "-o", made));
    } else if (architecture.isDarwin()) {
      words.addAll(
          List.of(
              "-flavor", "darwin", "-arch", "arm64", "-platform_version", "macos", "12.0", "12.0"));
      words.addAll(List.of("-dylib", "-undefined", "dynamic_lookup", "-o", made));
    } else if (architecture.isWindows()) {
      words.addAll(List.of("-flavor", "link", "/dll", "/noentry", "/nodefaultlib", "/out:" + made));
    } else {
      words.addAll(List.of("-flavor", "gnu", "-shared", "--build-id=none", "-s", "-o", made));
    }
    words.addAll(objects);
    return words;
  }
}
