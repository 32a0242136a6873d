package awssimulator.pages;

/** A form came without the token of its page: from another site, or from a page too old. */
final class FormRefused extends RuntimeException {
  FormRefused() {
    super("the form's token is missing or wrong");
  }
}
