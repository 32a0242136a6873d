package awssimulator.store;

import java.nio.file.Path;

/** The data folder holds the state of a version of the simulator that kept it in another form. */
public class DataFolderOfAnotherVersion extends RuntimeException {
  DataFolderOfAnotherVersion(Path folder) {
    super(
        "The data folder "
            + folder.toAbsolutePath().normalize()
            + " holds the state of another version of the simulator: move it away to start with an"
            + " empty one, choose another folder by aws-simulator.data, or start that version.");
  }
}
