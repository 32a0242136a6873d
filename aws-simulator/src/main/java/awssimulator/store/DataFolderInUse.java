package awssimulator.store;

import java.nio.file.Path;

/** Another simulator works on the data folder. */
public class DataFolderInUse extends RuntimeException {
  DataFolderInUse(Path folder) {
    super(
        "The data folder "
            + folder.toAbsolutePath().normalize()
            + " is used by another simulator: stop it or choose another folder.");
  }
}
