// Run by mongosh once at each start: a replica set of one, and the account of Wasl, whose password may change.
try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "mongo:27017" }] });
}
while (!db.hello().isWritablePrimary) sleep(200);

const wasl = db.getSiblingDB("wasl");
const account = { pwd: process.env.MONGO_PASSWORD, roles: [{ role: "readWrite", db: "wasl" }] };
if (wasl.getUser("wasl")) wasl.updateUser("wasl", account);
else wasl.createUser({ user: "wasl", ...account });
print("the replica set and the account are ready");
