// After a sign-in the form that was sent before it is opened again; without this script its button does it.
document.getElementById("resume").submit();
