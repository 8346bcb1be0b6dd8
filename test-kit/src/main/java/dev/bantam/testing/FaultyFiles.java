package dev.bantam.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file system over the real one, whose n-th call fails: alone, as on a disk that is full for a
 * moment, or with all that follow, as on a machine that loses its power. Code under test is given
 * {@link #path} and notices nothing else. Channels and folders that were opened are counted, so
 * that one that stays open is found.
 */
public final class FaultyFiles {
  private final FileSystem fileSystem = new Faulty(java.nio.file.FileSystems.getDefault());
  private final List<String> calls = new ArrayList<>();
  private int failing = Integer.MAX_VALUE;
  private boolean onlyOnce = true;
  private int open;

  /** A path of this file system to the same file. */
  public Path path(Path real) {
    return new FaultyPath(real);
  }

  /** From now on, the n-th call fails, counted from 1. */
  public void failOnce(int n) {
    begin(n, true);
  }

  /** From now on, the n-th call and all behind it fail, counted from 1. */
  public void failFrom(int n) {
    begin(n, false);
  }

  private void begin(int n, boolean once) {
    calls.clear();
    failing = n;
    onlyOnce = once;
  }

  /** From now on nothing fails. */
  public void work() {
    begin(Integer.MAX_VALUE, true);
  }

  /** Whether the call that was to fail has come. */
  public boolean hasFailed() {
    return calls.size() >= failing;
  }

  /** The call that failed; empty where none has yet. */
  public String failed() {
    return hasFailed() ? calls.get(failing - 1) : "";
  }

  /** What was called since, such as {@code move /a/b}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** How many channels and folders are open. */
  public int open() {
    return open;
  }

  private void call(String what, @Nullable Object path) throws IOException {
    calls.add(what + " " + path);
    boolean fails = onlyOnce ? calls.size() == failing : calls.size() >= failing;
    if (fails) throw new FileSystemException(String.valueOf(path), null, what + " fails here");
  }

  private static Path real(Path path) {
    return path instanceof FaultyPath faulty ? faulty.real : path;
  }

  private final class Faulty extends FileSystem {
    private final FileSystem real;
    private final FileSystemProvider provider;

    Faulty(FileSystem real) {
      this.real = real;
      this.provider = new Provider(real.provider());
    }

    @Override
    public FileSystemProvider provider() {
      return provider;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return path(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      var matcher = real.getPathMatcher(pattern);
      return path -> matcher.matches(real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
      throw new UnsupportedOperationException();
    }
  }

  private final class Provider extends FileSystemProvider {
    private final FileSystemProvider real;

    Provider(FileSystemProvider real) {
      this.real = real;
    }

    @Override
    public String getScheme() {
      return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      call("open", path);
      return new Channel(real.newFileChannel(real(path), options, attributes), path);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
      call("list", folder);
      return new Folder(real.newDirectoryStream(real(folder), path -> filter.accept(path(path))));
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
      call("make", folder);
      real.createDirectory(real(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
      call("delete", path);
      real.delete(real(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
      call("copy", target);
      real.copy(real(source), real(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
      call("move", target);
      real.move(real(source), real(target), options);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
      call("compare", path);
      return real.isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return real.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return real.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      call("check", path);
      real.checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      if (type != BasicFileAttributeView.class) {
        return real.getFileAttributeView(real(path), type, options);
      }
      return type.cast(new Attributes(path, options));
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      call("look at", path);
      return real.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      call("look at", path);
      return real.readAttributes(real(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
        throws IOException {
      call("set " + name + " of", path);
      real.setAttribute(real(path), name, value, options);
    }

    private final class Attributes implements BasicFileAttributeView {
      private final Path path;
      private final LinkOption[] options;

      Attributes(Path path, LinkOption... options) {
        this.path = path;
        this.options = options;
      }

      @Override
      public String name() {
        return "basic";
      }

      @Override
      public BasicFileAttributes readAttributes() throws IOException {
        return Provider.this.readAttributes(path, BasicFileAttributes.class, options);
      }

      @Override
      public void setTimes(
          @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
          throws IOException {
        call("set times of", path);
        var view = real.getFileAttributeView(real(path), BasicFileAttributeView.class, options);
        view.setTimes(modified, accessed, created);
      }
    }
  }

  private final class Folder implements DirectoryStream<Path> {
    private final DirectoryStream<Path> real;
    private boolean closed;

    Folder(DirectoryStream<Path> real) {
      this.real = real;
      open++;
    }

    @Override
    public Iterator<Path> iterator() {
      var paths = real.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return paths.hasNext();
        }

        @Override
        public Path next() {
          return path(paths.next());
        }
      };
    }

    @Override
    public void close() throws IOException {
      if (!closed) open--;
      closed = true;
      real.close();
    }
  }

  private final class Channel extends FileChannel {
    private final FileChannel real;
    private final Path path;

    Channel(FileChannel real, Path path) {
      this.real = real;
      this.path = path;
      open++;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      call("read", path);
      return real.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
      call("read", path);
      return real.read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      call("read", path);
      return real.read(target, position);
    }

    /** One byte gets onto the disk before it is full. */
    @Override
    public int write(ByteBuffer source) throws IOException {
      try {
        call("write", path);
      } catch (IOException full) {
        if (source.hasRemaining()) real.write(source.slice(source.position(), 1));
        throw full;
      }
      return real.write(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
      call("write", path);
      return real.write(sources, offset, length);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      call("write", path);
      return real.write(source, position);
    }

    @Override
    public long position() throws IOException {
      return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      call("seek", path);
      real.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      call("look at", path);
      return real.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      call("truncate", path);
      real.truncate(size);
      return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      call("force", path);
      real.force(metaData);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
        throws IOException {
      call("read", path);
      return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count)
        throws IOException {
      call("write", path);
      return real.transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
      call("map", path);
      return real.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    /**
     * A disk may tell only at the end that something was not written; closed it is all the same.
     */
    @Override
    protected void implCloseChannel() throws IOException {
      open--;
      real.close();
      call("close", path);
    }
  }

  private final class FaultyPath implements Path {
    private final Path real;

    FaultyPath(Path real) {
      if (real instanceof FaultyPath) throw new ProviderMismatchException();
      this.real = real;
    }

    private @Nullable Path orNull(@Nullable Path path) {
      return path == null ? null : path(path);
    }

    @Override
    public FileSystem getFileSystem() {
      return fileSystem;
    }

    @Override
    public boolean isAbsolute() {
      return real.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
      return orNull(real.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
      return orNull(real.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
      return orNull(real.getParent());
    }

    @Override
    public int getNameCount() {
      return real.getNameCount();
    }

    @Override
    public Path getName(int index) {
      return path(real.getName(index));
    }

    @Override
    public Path subpath(int begin, int end) {
      return path(real.subpath(begin, end));
    }

    @Override
    public boolean startsWith(Path other) {
      return real.startsWith(real(other));
    }

    @Override
    public boolean endsWith(Path other) {
      return real.endsWith(real(other));
    }

    @Override
    public Path normalize() {
      return path(real.normalize());
    }

    @Override
    public Path resolve(Path other) {
      return path(real.resolve(real(other)));
    }

    @Override
    public Path relativize(Path other) {
      return path(real.relativize(real(other)));
    }

    @Override
    public URI toUri() {
      return real.toUri();
    }

    @Override
    public Path toAbsolutePath() {
      return path(real.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
      call("look at", this);
      return path(real.toRealPath(options));
    }

    @Override
    public WatchKey register(
        WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
      return real.compareTo(real(other));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof FaultyPath path && real.equals(path.real);
    }

    @Override
    public int hashCode() {
      return real.hashCode();
    }

    @Override
    public String toString() {
      return real.toString();
    }
  }
}
